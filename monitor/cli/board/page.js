// Only filters; without it everything is shown.
(function () {
  var form = document.querySelector(".filter");
  if (!form) return;
  form.hidden = false;
  var words = form.querySelector("input"), state = form.querySelector("select");
  var note = form.querySelector("[role=status]");
  function apply() {
    var wanted = words.value.toLowerCase().split(/\s+/), shown = 0;
    document.querySelectorAll("#board tbody").forEach(function (group) {
      var any = false;
      group.querySelectorAll("tr.fact").forEach(function (row) {
        var text = row.dataset.words;
        var fits = wanted.every(function (word) { return text.indexOf(word) >= 0; }) &&
          (!state.value || row.dataset.state.split(" ").indexOf(state.value) >= 0);
        row.hidden = !fits;
        var next = row.nextElementSibling;
        if (next && next.classList.contains("more")) next.hidden = !fits;
        if (fits) { any = true; shown += 1; }
      });
      group.hidden = !any;
    });
    note.textContent = shown + (shown === 1 ? " fact" : " facts");
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
})();
