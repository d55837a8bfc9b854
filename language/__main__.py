"""`python -m language [--misses] FILE…`: how well the values of labelled sentences are read, by language and writer."""

import argparse
from datetime import date
from pathlib import Path

from language.measuring import labels, load, read, score

# On which "tomorrow" of the sentences was said.
TODAY = date(2026, 11, 30)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m language", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument(
        "--misses", action="store_true", help="show each sentence that was read otherwise than labelled"
    )
    arguments = parser.parse_args()
    sentences = [sentence for path in arguments.files for sentence in load(path)]
    if arguments.misses:
        for sentence in sentences:
            if (found := read(sentence, TODAY)) != (told := labels(sentence)):
                print(
                    f"{sentence.writer} {sentence.asked or '-'}: {sentence.say}\n    labelled {told}\n    read     {found}"
                )
    print("language  writer            right  wrong  missed  false  precision  recall")
    for (language, writer), found_score in sorted(score(sentences, TODAY).items()):
        counts = f"{found_score.right:5}  {found_score.wrong:5}  {found_score.missed:6}  {found_score.false:5}"
        shares = f"{found_score.precision:9.1%}  {found_score.recall:6.1%}"
        print(f"{language or 'all':8}  {writer or 'all':16}  {counts}  {shares}")


if __name__ == "__main__":
    main()
