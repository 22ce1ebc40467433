"""Copies of CoNLL sentences that differ in their first word: what says the same is in one split."""


def copies(sentences: str, times: int, end: str = "\n") -> str:
    """The sentences so many times, such as "Anna0 Weber", "Anna1 Weber"."""
    return "".join(
        f"{word}{number}{tab}{others}{end * 2}"
        for number in range(times)
        for sentence in sentences.strip(end).split(end * 2)
        for word, tab, others in [sentence.partition("\t")]
    )
