"""Values as texts write them: dates, amounts, money, shares, stages, with exact places."""
