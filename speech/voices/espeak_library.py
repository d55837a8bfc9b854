"""espeak-ng's library as the package `espeakng-loader` carries it: how English is pronounced.

Called through ctypes: the Python packages around it bring an RDF library and the like for this one call.
"""

from ctypes import CDLL, POINTER, byref, c_char_p, c_int, c_void_p, cast

import espeakng_loader

# From espeak-ng's speak_lib.h.
AUDIO_OUTPUT_RETRIEVAL = 1
DO_NOT_EXIT = 0x8000
TEXT_IS_UTF8 = 1
# International letters; the sounds of one diphthong are tied by the sign in the bits from 8 on.
PHONEMES_IPA_TIED = 0x02 | 0x80 | ord("^") << 8


class LibraryUnusable(Exception):
    """espeak-ng does not start with the data beside it."""


class EspeakLibrary:
    """One per process: the library keeps its state in globals."""

    def __init__(self) -> None:
        self._library = CDLL(espeakng_loader.get_library_path())
        self._library.espeak_TextToPhonemes.restype = c_char_p
        self._library.espeak_TextToPhonemes.argtypes = [POINTER(c_void_p), c_int, c_int]
        data = espeakng_loader.get_data_path().encode()
        if self._library.espeak_Initialize(AUDIO_OUTPUT_RETRIEVAL, 0, data, DO_NOT_EXIT) < 0:
            raise LibraryUnusable(data)
        if self._library.espeak_SetVoiceByName(b"en-us") != 0:
            raise LibraryUnusable(b"en-us")

    def phonemes(self, text: str) -> str:
        """In the international alphabet, with stress, diphthongs tied by `^`; clauses are parted by blanks."""
        # Held here: the library walks through it, and sets the pointer to null at its end.
        words = c_char_p(text.encode())
        rest = cast(words, c_void_p)
        found = []
        while rest.value is not None:
            found.append(self._library.espeak_TextToPhonemes(byref(rest), TEXT_IS_UTF8, PHONEMES_IPA_TIED).decode())
        return " ".join(" ".join(found).split())
