"""An OpenID Connect provider of the tests' own, with one log-in page.

usage: provider.py PORT SECRET

PORT    on this machine; its address is http://localhost:PORT/realm
SECRET  what the client wartemarke proves itself with

Whoever asks may be anybody: its page has one button for each person. Ends with its process.
"""

import base64
import hashlib
import html
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

port, secret = int(sys.argv[1]), sys.argv[2]
issuer = f"http://localhost:{port}/realm"
people = {"Ayse": ["leads"], "Gerd": ["gardeners"]}
key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
codes = {}


def plain(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value):
    return plain(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def signed(words):
    parts = [{"alg": "RS256", "typ": "JWT", "kid": "1"}, words]
    text = ".".join(plain(json.dumps(part).encode()) for part in parts)
    return text + "." + plain(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))


class Provider(BaseHTTPRequestHandler):
    def answer(self, body, status=200, kind="application/json", **headers):
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        path = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(path.query).items()}
        if path.path == "/realm/.well-known/openid-configuration":
            self.answer({"issuer": issuer, "authorization_endpoint": issuer + "/authorize",
                         "token_endpoint": issuer + "/token", "jwks_uri": issuer + "/keys"})
        elif path.path == "/realm/keys":
            public = key.public_key().public_numbers()
            self.answer({"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1",
                                   "n": number(public.n), "e": number(public.e)}]})
        elif path.path == "/realm/authorize" and "who" not in query:
            links = "".join(f'<p><a id="{who}" href="?{html.escape(path.query)}&amp;who={who}">{who}</a></p>'
                            for who in people)
            self.answer(f"<!doctype html><title>Realm</title><h1>Realm</h1>{links}", kind="text/html")
        elif path.path == "/realm/authorize":
            code = secrets.token_urlsafe()
            codes[code] = query
            back = urlencode({"code": code, "state": query["state"]})
            self.answer("", 302, Location=f"{query['redirect_uri']}?{back}")
        else:
            self.answer("", 404)

    def do_POST(self):
        form = {name: values[0] for name, values in parse_qs(
            self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
        asked = codes.pop(form.get("code"), None)
        pair = base64.b64encode(f"wartemarke:{quote(secret, safe='')}".encode()).decode()
        proof = plain(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (not asked or self.headers["Authorization"] != "Basic " + pair
                or proof != asked["code_challenge"]
                or form.get("redirect_uri") != asked["redirect_uri"]):
            self.answer({"error": "invalid_grant"}, 400)
            return
        who, now = asked["who"], int(time.time())
        self.answer({"access_token": "-", "token_type": "Bearer", "id_token": signed({
            "iss": issuer, "sub": "id-" + who, "aud": "wartemarke", "exp": now + 300, "iat": now,
            "nonce": asked["nonce"], "preferred_username": who, "groups": people[who]})})

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", port), Provider)
print("listening", flush=True)
server.serve_forever()
