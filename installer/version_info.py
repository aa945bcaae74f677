"""What Windows shows in the properties of `shoal.exe`."""

from PyInstaller.utils.win32.versioninfo import (
    FixedFileInfo,
    StringFileInfo,
    StringStruct,
    StringTable,
    VarFileInfo,
    VarStruct,
    VSVersionInfo,
)

ENGLISH_UNICODE = (0x0409, 1200)
"""The language and the code page of the texts."""


def version_info(version: str, description: str) -> VSVersionInfo:
    """Return a version such as `0.1.0` as the resource that a Windows program carries."""
    numbers = tuple([*(int(part) for part in version.split(".")), 0, 0, 0, 0][:4])
    texts = {
        "ProductName": "Shoal",
        "FileDescription": description,
        "FileVersion": version,
        "ProductVersion": version,
        "OriginalFilename": "shoal.exe",
        "LegalCopyright": "Apache License 2.0",
    }
    language, page = ENGLISH_UNICODE
    table = StringTable(f"{language:04x}{page:04x}", [StringStruct(name, text) for name, text in texts.items()])
    return VSVersionInfo(
        ffi=FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[StringFileInfo([table]), VarFileInfo([VarStruct("Translation", [language, page])])],
    )
