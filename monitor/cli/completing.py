"""``monitor completion SHELL``: a script for the shell, made from the commands as they are."""

from __future__ import annotations

import argparse

from monitor.cli.commands import COMMANDS


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish"))
    parser.epilog = (
        "examples:\n"
        '  bash:  eval "$(monitor completion bash)"     in ~/.bashrc\n'
        '  zsh:   eval "$(monitor completion zsh)"      in ~/.zshrc, after compinit\n'
        "  fish:  monitor completion fish > ~/.config/fish/completions/monitor.fish"
    )
    parser.set_defaults(run=_complete)


def _complete(arguments: argparse.Namespace) -> int:
    print({"bash": _bash, "zsh": _zsh, "fish": _fish}[arguments.shell]())
    return 0


def options_of(command: str) -> list[tuple[str, str]]:
    """The long options of a command, each with its help."""
    from monitor.cli.parsers import command_parser

    parser = command_parser(command)
    return [
        (option, (action.help or "").replace("%%", "%"))
        for action in parser._actions  # noqa: SLF001 - argparse has no other door
        for option in action.option_strings
        if option.startswith("--")
    ]


def _bash() -> str:
    cases = "\n".join(
        f'    {command}) words="{" ".join(option for option, _ in options_of(command))}" ;;'
        for command in COMMANDS
    )
    return f"""\
_monitor() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD-1]}}"
  local words="" command="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "${{COMP_WORDS[i]}}" in
      --config|--database|--color) ((i++)) ;;
      -*) ;;
      *) command="${{COMP_WORDS[i]}}"; break ;;
    esac
  done
  case "$previous" in --config|--database) COMPREPLY=($(compgen -f -- "$word")); return ;; esac
  case "$command" in
    "") words="{" ".join(COMMANDS)} --config --database --color --help --version" ;;
{cases}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  [[ "$word" == -* || ${{#COMPREPLY[@]}} -gt 0 ]] || COMPREPLY=($(compgen -f -- "$word"))
}}
complete -F _monitor monitor"""


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "").replace("'", "’").replace(":", "\\:") + "'"


def _zsh() -> str:
    commands = " ".join(_quoted(f"{name}").strip("'") for name in COMMANDS)
    described = "\n".join(
        f"    '{name}:{about.replace(chr(39), '’')}'" for name, (_, about) in COMMANDS.items()
    )
    cases = "\n".join(
        f"    {command})"
        f" compadd -- {' '.join(option for option, _ in options_of(command))}; _files ;;"
        for command in COMMANDS
    )
    return f"""\
#compdef monitor
_monitor() {{
  local -a commands
  commands=(
{described}
  )
  local command=""
  for word in ${{words[2,CURRENT-1]}}; do
    if [[ " {commands} " == *" $word "* ]]; then command=$word; break; fi
  done
  case "$command" in
    "") _describe command commands; compadd -- --config --database --color --help --version ;;
{cases}
  esac
}}
compdef _monitor monitor"""


def _fish() -> str:
    lines = ["complete -c monitor -f"]
    for command, (_, about) in COMMANDS.items():
        text = about.replace("'", "\\'")
        lines.append(f"complete -c monitor -n __fish_use_subcommand -a {command} -d '{text}'")
        lines += [
            f"complete -c monitor -n '__fish_seen_subcommand_from {command}'"
            f" -l {option[2:]} -d '{help_text.replace(chr(39), chr(92) + chr(39))}'"
            for option, help_text in options_of(command)
        ]
    return "\n".join(lines)
