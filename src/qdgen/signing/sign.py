"""Signing a field of an issued PDF: PAdES (ETSI EN 319 142-1), by an update that leaves every byte
before it as it was."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.font.opentype import GlyphAccumulatorFactory
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.stamp import BaseStampStyle, NoOpStampStyle, StaticStampStyle, TextStampStyle

from qdgen.abandoned import clear_abandoned
from qdgen.errors import ContentError, RefusedError, UsageError
from qdgen.messages import text
from qdgen.reasons import reason
from qdgen.replacing import cannot_write, replacing
from qdgen.signing.alone import alone
from qdgen.signing.places import ORGAN, SIGNER
from qdgen.signing.quiet import quiet

_POINTS = 10
"""Size of the information on a separate file (PL I, II.8.b)."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """What is seen of a signature: a PNG (the person's signature, the seal), or a line of text in
    the font at `font`; nothing where neither is given."""

    image: Path | None = None
    line: str = ""
    font: Path | None = None


def information(number_and_symbol: str, moment: datetime) -> str:
    """The line on a separate file: number and symbol; day; hour with its offset (PL I, III.1.d).

    `moment` must know its zone.
    """
    zone = moment.strftime("%z")
    return f"Số: {number_and_symbol}; {moment:%d/%m/%Y}; {moment:%H:%M:%S} {zone[:3]}:{zone[3:]}"


def sign(
    pdf: Path,
    target: Path,
    field: str,
    signer: signers.Signer,
    *,
    appearance: Appearance,
    timestamp_url: str = "",
) -> None:
    """Sign the empty `field` of `pdf` and write the result to `target`, in one step.

    The person signs before the organ (NĐ 30/2020/NĐ-CP, Điều 13 and 17). A time stamp is fetched
    where `timestamp_url` says from whom, and nothing else from anywhere. Raises RefusedError where
    the field is not there or not free, or another run signs there just now; UsageError,
    ContentError, OutputError.
    """
    with alone(target.parent, target.name):
        clear_abandoned(target.parent)
        signed = _signed(pdf, field, signer, appearance, timestamp_url)
        with replacing(target) as out:
            out.write(signed.getbuffer())


def _signed(
    pdf: Path, field: str, signer: signers.Signer, appearance: Appearance, timestamp_url: str
) -> BytesIO:
    stamper = timestamps.HTTPTimeStamper(timestamp_url) if timestamp_url else None
    try:
        source = BytesIO(pdf.read_bytes())
    except OSError as error:
        raise UsageError(
            text("{path} cannot be read: {reason}", path=str(pdf), reason=reason(error))
        ) from error
    try:
        with tempfile.TemporaryDirectory() as folder:
            style = _style(appearance, Path(folder))
            writer = IncrementalPdfFileWriter(source)
            _refuse_out_of_turn(writer, field, pdf)
            made = signers.PdfSigner(
                signers.PdfSignatureMetadata(
                    field_name=field,
                    md_algorithm="sha256",
                    subfilter=fields.SigSeedSubFilter.PADES,
                ),
                signer,
                timestamper=stamper,
                stamp_style=style,
            )
            with quiet():
                signed: BytesIO = made.sign_pdf(writer, existing_fields_only=True)
            return signed
    except TimestampRequestError as error:  # an OSError, too
        raise RefusedError(
            text("the time could not be stamped: {reason}", reason=str(error)),
            text("nothing was written; try again, or sign without --tsa"),
        ) from error
    except OSError as error:
        raise cannot_write(tempfile.gettempdir(), error) from error
    except SigningError as error:
        raise RefusedError(
            text("{field} could not be signed: {reason}", field=field, reason=str(error)),
            text("nothing was written"),
        ) from error
    except PdfError as error:
        raise ContentError(
            text("{path} is not a whole PDF: {reason}", path=str(pdf), reason=str(error))
        ) from error


def _refuse_out_of_turn(writer: IncrementalPdfFileWriter, field: str, pdf: Path) -> None:
    filled = {
        name: value is not None for name, value, _ in fields.enumerate_sig_fields(writer.prev)
    }
    if field not in filled:
        raise RefusedError(
            text("{file} has no signature field {field}", file=pdf.name, field=field),
            text("fields there are: {names}", names=", ".join(filled) or "-"),
        )
    if filled[field]:
        raise RefusedError(
            text("the field {field} of {file} is signed already", field=field, file=pdf.name)
        )
    if field == ORGAN and not filled.get(SIGNER, True):
        raise RefusedError(
            text("the organ signs after the person who is authorised to sign"),
            text("sign {field} first", field=SIGNER),
        )


def _style(appearance: Appearance, folder: Path) -> BaseStampStyle:
    whole = layout.SimpleBoxLayoutRule(
        x_align=layout.AxisAlignment.ALIGN_MID,
        y_align=layout.AxisAlignment.ALIGN_MID,
        margins=layout.Margins(),
        inner_content_scaling=layout.InnerScaling.STRETCH_TO_FIT,  # however many pixels it has
    )
    if appearance.image is not None:
        return StaticStampStyle(
            border_width=0, background=_picture(appearance.image), background_layout=whole
        )
    if appearance.line and appearance.font is not None:
        right = layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MAX,
            y_align=layout.AxisAlignment.ALIGN_MAX,
            margins=layout.Margins(),
            inner_content_scaling=layout.InnerScaling.NO_SCALING,
        )
        return TextStampStyle(
            border_width=0,
            stamp_text=appearance.line.replace("%", "%%"),
            inner_content_layout=right,
            text_box_style=TextBoxStyle(
                font=_font(appearance.font, folder),
                font_size=_POINTS,
                border_width=0,
                box_layout_rule=right,
            ),
        )
    return NoOpStampStyle()


def _font(path: Path, folder: Path) -> GlyphAccumulatorFactory:
    """The font in units of a thousandth of an em: pyHanko 0.38 writes widths as if all had them."""
    font = TTFont(path)
    scale_upem(font, 1000)
    for table in ("FFTM", "fpgm", "prep", "cvt ", "gasp"):  # no hints: they would be of the old em
        if table in font:
            del font[table]
    scaled = folder / "font.ttf"
    font.save(scaled)
    return GlyphAccumulatorFactory(str(scaled), font_size=_POINTS)


def _picture(path: Path) -> PdfImage:
    """The PNG at `path`: it must let the page shine through (PL I, II.7.d and II.8.a)."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path, formats=("PNG",)) as picture:
            picture.load()
            if picture.mode not in ("RGBA", "LA") and "transparency" not in picture.info:
                raise UsageError(
                    text("{file} is not transparent", file=path.name),
                    text("save it as PNG with a transparent ground"),
                )
            return PdfImage(picture.convert("RGBA"))
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError) as error:
        raise UsageError(
            text("{file} is not a PNG picture", file=path.name), text("save it as PNG")
        ) from error
