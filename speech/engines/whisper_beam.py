"""What Whisper's search answers for one window of sound: several hypotheses, how likely each is, and when its words are said."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Any

import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_compression_ratio, merge_punctuations

from contract.texts import Language
from speech.audio import Pcm
from speech.limits import SAMPLE_RATE

# Whisper was trained on windows of 30 s, most of them silence after a short answer. One of 15 s costs a quarter (0.25 for
# 1.1 CPU seconds) and hears short answers no worse (measured).
SHORT_SECONDS, LONG_SECONDS = 15, 30
FRAMES_A_SECOND = 100
# Silence before the first word, which is easily lost without: of 192 answers 155 are taken right unasked, not 150 (measured).
LEAD_SECONDS = 0.2
# Words at the very end of a window are cut off: what is longer has to be heard in several.
BEAM_SECONDS = 28.0
# As many as are searched for in any case.
HYPOTHESES = 5
# Hums and tones become one phrase over and over, which packs well: 2.1 to 3.9 times, speech 0.5 to 1.4 (measured).
LARGEST_COMPRESSION = 2.0
# Whisper's own rule for silence: it says that nobody speaks, and believes little of what it wrote. Its bounds are wider here than
# for transcripts of films: of noise an "I agree" or 三万五千元 comes with 0.46 to 0.97 and -0.8 to -4, speech stays below 0.35, but for a
# lone 行 (measured).
NOBODY_SPEAKS, LEAST_BELIEVED = 0.45, -0.7

BEFORE_WORDS, AFTER_WORDS = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"


@dataclass(frozen=True, slots=True)
class Sound:
    """A window of sound as the model's first half hears it. `frames` of it are not padding."""

    encoded: Any
    frames: int


@dataclass(frozen=True, slots=True)
class BeamHypothesis:
    """One of the search's. `log_probability`: of the whole, natural logarithm; `confidence`: of its mean token, within 0..1."""

    tokens: tuple[int, ...]
    text: str
    log_probability: float
    confidence: float
    is_invented: bool


class WhisperBeam:
    """The model's search in one language."""

    def __init__(self, model: WhisperModel, language: Language) -> None:
        self._model = model
        self._tokenizer = Tokenizer(model.hf_tokenizer, True, task="transcribe", language=language)

    def sound(self, pcm: Pcm) -> Sound:
        """`pcm` lasts `BEAM_SECONDS` at most."""
        lead = np.zeros(int(LEAD_SECONDS * SAMPLE_RATE), np.float32)
        features = self._model.feature_extractor(np.concatenate([lead, pcm.astype(np.float32) / 32768]))
        frames = features.shape[-1]
        window = SHORT_SECONDS if frames <= (SHORT_SECONDS - 2) * FRAMES_A_SECOND else LONG_SECONDS
        padded = pad_or_trim(features, window * FRAMES_A_SECOND)
        return Sound(self._model.encode(padded), min(frames, window * FRAMES_A_SECOND))

    def hypotheses(self, sound: Sound, prompt: str, most_tokens: int, barred: Sequence[int]) -> list[BeamHypothesis]:
        """Likeliest first, one at least. `prompt`: text in whose manner the words are written; `barred`: tokens that are
        not looked for."""
        before = self._tokenizer.encode(f" {prompt}") if prompt else []
        start = self._model.get_prompt(self._tokenizer, before, without_timestamps=True)
        [found] = self._model.model.generate(
            sound.encoded,
            [start],
            beam_size=HYPOTHESES,
            num_hypotheses=HYPOTHESES,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=list(barred),
            max_length=len(start) + most_tokens,
        )
        return [
            self._hypothesis(tokens, score, found.no_speech_prob)
            for tokens, score in zip(found.sequences_ids, found.scores, strict=True)
        ]

    def words(self, sound: Sound, hypothesis: BeamHypothesis) -> list[tuple[str, float, float]]:
        """The words, each with its first and last second."""
        [found] = self._model.find_alignment(self._tokenizer, [list(hypothesis.tokens)], sound.encoded, sound.frames)
        merge_punctuations(found, BEFORE_WORDS, AFTER_WORDS)
        return [
            (word["word"], _since_first_sample(word["start"]), _since_first_sample(word["end"]))
            for word in found
            if word["word"]
        ]

    def _hypothesis(self, tokens: Sequence[int], score: float, nobody: float) -> BeamHypothesis:
        """`score`: the logarithm of the mean token's probability."""
        words = tuple(token for token in tokens if token < self._tokenizer.eot)
        text = self._tokenizer.decode(list(words))
        invented = (nobody > NOBODY_SPEAKS and score < LEAST_BELIEVED) or (
            bool(text) and get_compression_ratio(text) > LARGEST_COMPRESSION
        )
        # The end of the text is a token too.
        return BeamHypothesis(words, text, score * (len(words) + 1), exp(score), invented)


def _since_first_sample(seconds: float) -> float:
    return round(max(0.0, float(seconds) - LEAD_SECONDS), 2)
