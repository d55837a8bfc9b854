"""Why a scene is not planted, in a sentence for the developer who asked for it."""


class SceneRefused(Exception):
    pass
