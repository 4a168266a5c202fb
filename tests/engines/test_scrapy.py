"""Scrapy: a crawl of a page on this machine, its items cleaned on their way."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytest.importorskip("scrapy", reason="scrapy is not installed")

from cleaner.integrations.scrapy import CleanPipeline

SPIDER = """
import scrapy

class Pages(scrapy.Spider):
    name = "pages"
    start_urls = ["http://127.0.0.1:{port}/a"]
    custom_settings = {{
        "ITEM_PIPELINES": {{"cleaner.integrations.scrapy.CleanPipeline": 300}},
        "CLEANER_RULES": [{rules!r}],
        "CLEANER_TEXT": "body",
        "TELNETCONSOLE_ENABLED": False,
    }}

    def parse(self, response):
        yield {{"n": 1, "url": "https://bao.test/a", "body": response.text, "more": [1, None]}}
        yield {{"n": 2, "url": "https://bao.test/b", "body": None}}
"""


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        body = "Trang chủ\nMột câu.".encode()
        self.send_response(200 if self.path == "/a" else 404)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_items_of_a_crawl_are_cleaned(tmp_path):
    rules = tmp_path / "bao.test.yaml"
    rules.write_text(
        "source: bao.test\nmatch: {host: bao.test}\nlimits: {max_removed: 100%}\n"
        "rules:\n- {id: menu, label: menu, drop: {line: [Trang chủ]}}\n"
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        spider = tmp_path / "spider.py"
        spider.write_text(SPIDER.format(port=server.server_port, rules=str(rules)))
        command = [sys.executable, "-m", "scrapy", "runspider", spider, "-o", tmp_path / "items.jsonl"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)
        server.shutdown()
    assert done.returncode == 0, done.stderr
    first, second = [json.loads(line) for line in (tmp_path / "items.jsonl").read_text().splitlines()]
    assert first["clean"].pop("rules")
    assert first == {
        "n": 1,
        "url": "https://bao.test/a",
        "body": "Một câu.",
        "more": [1, None],
        "clean": {
            "source": "bao.test",
            "removed_lines": 1,
            "removed_chars": 9,
            "by_rule": {"bao.test#menu": 1},
            "flags": [],
        },
    }
    assert second == {"n": 2, "url": "https://bao.test/b", "body": None}
    assert "'cleaner/items': 1" in done.stderr
    assert "'cleaner/removed_lines': 1" in done.stderr


def test_an_item_with_fixed_fields_gets_no_more():
    import scrapy

    class Article(scrapy.Item):
        text = scrapy.Field()

    item = CleanPipeline().process_item(Article(text="A\u0300 ơi."))
    assert dict(item) == {"text": "À ơi."}


def test_a_text_may_lie_deeper():
    pipeline = CleanPipeline(text="doc.text", url="doc.url")
    item = {"doc": {"text": "A\u0300 ơi.", "url": "https://vov.vn/a"}}
    assert pipeline.process_item(item)["doc"]["text"] == "À ơi."
    assert item["clean"]["source"] == "vov.vn"
    assert pipeline.process_item({"doc": 3}) == {"doc": 3}
