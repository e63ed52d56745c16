#!/usr/bin/env python3
"""Turns a received page of PWG raster or Apple raster into a picture: decode.py PAGE PICTURE.pgm

Several pages of PWG raster come one below the other; they are equally wide. A page that is a picture already is copied. The picture is grey (PGM), which zbarimg and every viewer read. Prints one line of JSON:
width, height, bits, dotsPerInch.
"""
import json
import struct
import sys

HEADER_BYTES = 1796
# The eight grey dots of a byte of black ones.
GREY = [bytes(0 if byte & 128 >> bit else 255 for bit in range(8)) for byte in range(256)]


def rows(data, start, height, bytes_per_row, blank):
    """The rows of PWG raster: a repeat count, then runs and literals, per PWG 5102.4.

    And where what follows begins.
    """
    position, result = start, []
    while len(result) < height:
        repeat = data[position] + 1
        position += 1
        row = b""
        while len(row) < bytes_per_row:
            code = data[position]
            position += 1
            if code < 128:
                row += data[position : position + 1] * (code + 1)
                position += 1
            elif code == 128:
                row += blank * (bytes_per_row - len(row))
            else:
                row += data[position : position + 257 - code]
                position += 257 - code
        result += [row] * repeat
    return result[:height], position


def whole(found, data):
    """The rows, where nothing stands behind them."""
    result, end = found
    if end != len(data):
        sys.exit("there is something after the page")
    return result


def receipt(data, picture):
    """The pictures among commands of ESC/POS, one below the other."""
    rows, across, position = b"", 1, data.find(b"\x1dv0")
    while position >= 0:
        across, down = struct.unpack("<HH", data[position + 4 : position + 8])
        rows += data[position + 8 : position + 8 + across * down]
        position = data.find(b"\x1dv0", position + 8 + across * down)
    with open(picture, "wb") as file:
        file.write(f"P4 {across * 8} {len(rows) // across}\n".encode() + rows)
    return picture


def main(page, picture):
    with open(page, "rb") as file:
        data = file.read()
    if data[:2] == b"P4":
        width, height = (int(word) for word in data.split(maxsplit=3)[1:3])
        with open(picture, "wb") as file:
            file.write(data)
        print(json.dumps({"width": width, "height": height, "bits": 1, "dotsPerInch": 203}))
        return
    if data[:2] == b"\x1b@":
        return main(receipt(data, picture + ".pbm"), picture)
    if data[:8] == b"UNIRAST\0":
        bits, (width, height, dots_per_inch) = data[12], struct.unpack(">III", data[24:36])
        grey = whole(rows(data, 44, height, width * bits // 8, b"\xff"), data)
        with open(picture, "wb") as file:
            file.write(b"P5\n%d %d\n255\n" % (width, height) + b"".join(grey))
        print(
            json.dumps(
                {"width": width, "height": height, "bits": bits, "dotsPerInch": dots_per_inch}
            )
        )
        return
    if data[:4] != b"RaS2":
        sys.exit("this is not PWG raster")
    position, pages, grey = 4, 0, []
    while position < len(data):
        header = data[position : position + HEADER_BYTES]
        (dots_per_inch,) = struct.unpack(">I", header[276:280])
        width, height = struct.unpack(">II", header[372:380])
        bits, bytes_per_row = struct.unpack(">II", header[388:396])
        white = b"\xff" if bits == 8 else b"\x00"
        found, position = rows(data, position + HEADER_BYTES, height, bytes_per_row, white)
        for row in found:
            if bits == 1:
                row = b"".join(GREY[byte] for byte in row)
            grey.append(row[:width])
        pages += 1
    height = len(grey)
    with open(picture, "wb") as file:
        file.write(b"P5\n%d %d\n255\n" % (width, height) + b"".join(grey))
    print(
        json.dumps(
            {
                "width": width,
                "height": height,
                "bits": bits,
                "dotsPerInch": dots_per_inch,
                "pages": pages,
            }
        )
    )


main(*sys.argv[1:3])
