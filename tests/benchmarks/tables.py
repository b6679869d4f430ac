"""Tables in Markdown."""


def aligned(*lines: tuple[str, ...], left: int = 1) -> str:
    """A table in Markdown whose first line is its head: the first columns to the left, the others to the right."""
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    texts = [" | ".join(_padded(line, widths, left)) for line in lines]
    rule = " | ".join(
        ("-" if at < left else "") + "-" * (width - 1) + ("" if at < left else ":") for at, width in enumerate(widths)
    )
    return "\n".join(f"| {text} |" for text in (texts[0], rule, *texts[1:]))


def _padded(line: tuple[str, ...], widths: list[int], left: int) -> list[str]:
    return [
        text.ljust(width) if at < left else text.rjust(width)
        for at, (text, width) in enumerate(zip(line, widths, strict=True))
    ]
