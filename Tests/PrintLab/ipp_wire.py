"""Requests and answers of IPP as bytes, RFC 8010: what the scripted printer reads and writes."""
import struct

INTEGER, BOOLEAN, ENUM, RESOLUTION, RANGE, COLLECTION = 0x21, 0x22, 0x23, 0x32, 0x33, 0x34
TEXT, NAME, KEYWORD, URI, CHARSET, LANGUAGE, MIME = 0x41, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
NO_VALUE, UNSUPPORTED_VALUE = 0x13, 0x10
OPERATION_GROUP, JOB_GROUP, END, PRINTER_GROUP, UNSUPPORTED_GROUP = 1, 2, 3, 4, 5
BEGIN_COLLECTION, END_COLLECTION, MEMBER = 0x34, 0x37, 0x4A


def encoded(tag, value):
    if tag in (INTEGER, ENUM):
        return struct.pack(">i", value)
    if tag == BOOLEAN:
        return bytes([bool(value)])
    if tag == RESOLUTION:
        return struct.pack(">iib", value, value, 3)
    if tag == RANGE:
        return struct.pack(">ii", *value)
    if tag in (NO_VALUE, UNSUPPORTED_VALUE):
        return b""
    return value if isinstance(value, bytes) else str(value).encode()


def attribute(name, tag, *values):
    result = b""
    for position, value in enumerate(values):
        label = name.encode() if position == 0 else b""
        head = struct.pack(">BH", tag, len(label)) + label
        if tag == COLLECTION:
            result += head + struct.pack(">H", 0)
            for member, member_tag, *member_values in value:
                result += struct.pack(">BHH", MEMBER, 0, len(member)) + member.encode()
                result += attribute("", member_tag, *member_values)
            result += struct.pack(">BHH", END_COLLECTION, 0, 0)
        else:
            data = encoded(tag, value)
            result += head + struct.pack(">H", len(data)) + data
    return result


class Request:
    """A request: `operation` and `job` map the names of a group to their values as bytes."""

    def __init__(self, body):
        self.version = body[0], body[1]
        self.code, self.number = struct.unpack(">Hi", body[2:8])
        self.order, self.groups, self.tags = [], {}, {}
        position, group, name, depth = 8, None, None, 0
        while body[position] != END:
            tag = body[position]
            position += 1
            if tag < 0x10:
                group, name = tag, None
                continue
            (length,) = struct.unpack(">H", body[position : position + 2])
            label = body[position + 2 : position + 2 + length].decode()
            position += 2 + length
            (length,) = struct.unpack(">H", body[position : position + 2])
            value = body[position + 2 : position + 2 + length]
            position += 2 + length
            depth -= tag == END_COLLECTION
            if depth == 0 and tag != END_COLLECTION:
                if label:
                    name = label
                    self.tags[group, name] = tag
                    if group == OPERATION_GROUP:
                        self.order.append(name)
                self.groups.setdefault(group, {}).setdefault(name, []).append(value)
            depth += tag == BEGIN_COLLECTION
        self.document = body[position + 1 :]

    @property
    def operation(self):
        return self.groups.get(OPERATION_GROUP, {})

    @property
    def job(self):
        return self.groups.get(JOB_GROUP, {})

    def text(self, name, otherwise=""):
        return self.operation.get(name, [otherwise.encode()])[0].decode()

    def texts(self, name):
        return [value.decode() for value in self.operation.get(name, [])]

    def integer(self, name):
        value = self.operation.get(name)
        return struct.unpack(">i", value[0])[0] if value else None

    def boolean(self, name):
        value = self.operation.get(name)
        return bool(value[0][0]) if value else None


def response(request, status, groups=b""):
    """An answer of the version that was asked with."""
    major, minor = request.version if request.version[0] in (1, 2) else (1, 1)
    head = struct.pack(">BBHi", major, minor, status, request.number)
    head += bytes([OPERATION_GROUP]) + attribute("attributes-charset", CHARSET, "utf-8")
    head += attribute("attributes-natural-language", LANGUAGE, "en")
    return head + groups + bytes([END])
