"""Files whose names say that they are no prose: tables, code, markup, pictures. Text rules never run over them.

What such a file holds may be text all the same, and then ``-f text`` reads it; what is `binary` is never text.
"""

from __future__ import annotations

from cleaner.readers.forms import suffix
from cleaner.values import NamedTuple


class Foreign(NamedTuple):
    """What a suffix says of a file: what kind of thing it is, and whether its bytes are no text at all."""

    kind: str
    binary: bool = False


_CODE = (
    ".py .pyi .pyw .pyx .ipynb .js .mjs .cjs .jsx .ts .tsx .vue .svelte .java .kt .kts .scala .groovy .gradle .c .h .cc"
    " .cpp .cxx .hh .hpp .hxx .cs .fs .vb .go .rs .swift .m .mm .php .phtml .rb .erb .pl .pm .lua .r .rmd .jl .sh .bash"
    " .zsh .fish .bat .cmd .ps1 .sql .awk .sed .tcl .hs .ml .mli .clj .cljs .ex .exs .erl .hrl .lisp .el .scm .d .dart"
    " .pas .f .f90 .f95 .s .asm .v .vhd .proto .thrift .graphql .wsgi .cmake .mk .mak .tf .hcl .nix .coffee .asp .aspx"
    " .jsp .cgi"
)
_MARKUP = (
    ".md .markdown .mdown .mkd .mdx .rst .adoc .asciidoc .tex .ltx .sty .cls .bib .wiki .mediawiki .textile .xml"
    " .xsl .xslt .xsd .dtd .rss .atom .opml .rdf .ttl .nt .svg .kml .gpx .xhtml .css .scss .sass .less .srt .vtt .ass"
    " .ssa .sub .lrc .tmx .xliff .xlf .tei .eml .mbox .ics .vcf .roff .man"
)
_SETTINGS = (
    ".yaml .yml .toml .ini .cfg .conf .cnf .properties .env .json5 .jsonc .geojson .jsonld .webmanifest .plist .lock"
    " .editorconfig .gitignore .gitattributes .dockerignore .htaccess .po .pot .strings .resx .desktop .service .reg"
)
_LOGS = ".log .diff .patch .rej"
_TABLES = ".psv .dsv .ssv .arff .conll .conllu .dic .aff"
_BINARY = {
    "a table of another program": ".xls .xlsx .xlsm .xlsb .ods .numbers .dbf .sav .sas7bdat .dta .rds .rdata",
    "data of another program": (
        ".arrow .feather .avro .orc .h5 .hdf5 .npy .npz .mat .pkl .pickle .joblib .msgpack .bson .cbor .pb .tfrecord"
        " .lmdb .mdb .accdb .db .db3 .sqlite .sqlite3 .duckdb .safetensors .pt .pth .ckpt .onnx .gguf .idx"
    ),
    "a PDF": ".pdf",
    "a Word document": ".doc .docx .docm .dot .dotx",
    "a document of another program": (
        ".odt .ott .rtf .pages .wpd .wps .epub .mobi .azw .azw3 .fb2 .djvu .chm .ps"
        " .ppt .pptx .pptm .odp .key .xps .msg"
    ),
    "an archive": (
        ".zip .tar .tgz .tbz .tbz2 .txz .7z .rar .jar .war .apk .whl .egg .deb .rpm .dmg .iso .cab .lz .lz4 .lzma .br"
        " .sz .z"
    ),
    "a picture": (
        ".png .jpg .jpeg .jpe .gif .bmp .tif .tiff .webp .avif .heic .heif .ico .psd .ai .eps .cr2 .nef .xcf"
    ),
    "sound or film": (
        ".mp3 .mp4 .m4a .m4v .aac .flac .wav .ogg .oga .ogv .opus .wma .avi .mov .mkv .webm .wmv .flv .mpg .mpeg .3gp"
        " .mid .midi"
    ),
    "a font": ".ttf .otf .woff .woff2 .eot",
    "a program": ".exe .dll .so .dylib .a .o .obj .lib .class .pyc .pyo .pyd .wasm .bin .msi .swf",
}
_TEXTS = {"code": _CODE, "markup": _MARKUP, "settings": _SETTINGS, "a log": _LOGS, "a table": _TABLES}
_KINDS = {
    **{one: Foreign(kind) for kind, all_of_it in _TEXTS.items() for one in all_of_it.split()},
    **{one: Foreign(kind, binary=True) for kind, all_of_it in _BINARY.items() for one in all_of_it.split()},
}
_NAMES = (
    "makefile gnumakefile dockerfile containerfile vagrantfile jenkinsfile rakefile gemfile procfile justfile"
    " cmakelists.txt requirements.txt robots.txt sitemap.txt"
)
_CALLED = dict.fromkeys(_NAMES.split(), Foreign("code"))


def foreign_name(path: str) -> Foreign | None:
    """Tell what the name of a file says that it is, where that is no prose.

    >>> foreign_name("a/b.PY.gz"), foreign_name("scan.pdf").binary
    (Foreign(kind='code', binary=False), True)
    >>> foreign_name("a.txt"), foreign_name("2025.01.13"), foreign_name("bai-viet")
    (None, None, None)
    """
    return _CALLED.get(path.rsplit("/", 1)[-1].lower()) or _KINDS.get(suffix(path))


def is_binary(path: str) -> bool:
    """Tell whether a file holds no text at all, going by its name."""
    found = foreign_name(path)
    return found is not None and found.binary


def refusal(path: str) -> str:
    """Say why a file is not touched, going by its name, or give nothing.

    >>> refusal("src/x.py")
    'src/x.py: is code, going by its name, and no prose; it is left alone (-f text takes it for prose)'
    >>> refusal("a.txt")
    ''
    """
    found = foreign_name(path)
    if found is None:
        return ""
    if found.binary:
        return f"{path}: is {found.kind}, going by its name, and cannot be read; take the text out of it first"
    return f"{path}: is {found.kind}, going by its name, and no prose; it is left alone (-f text takes it for prose)"
