"""Explain a rule of the critics, or list them all by class of defects."""

from __future__ import annotations

import argparse

HELP = "explain a rule, or list all rules"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="the rule; without it all are listed")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (text)")


def run(args: argparse.Namespace) -> int:
    """Print one rule's page, or the list."""
    from pipeline.critics.pages import as_json, listing, page
    from pipeline.critics.registry import all_rules, rule_named

    rules = (rule_named(args.name),) if args.name else all_rules()
    if args.format == "json":
        print(as_json(rules), end="")
    else:
        print(page(rules[0]) if args.name else listing(rules), end="")
    return 0
