"""Parts of the hall's pages, and what they say."""

from playwright.sync_api import expect

OVERFLOW = "document.documentElement.scrollWidth - innerWidth"


def part(page, name):
    return page.locator(f"[data-part={name}]")


def choice(page, k):
    return page.locator(".choice").nth(k)


def says(page, name, words):
    expect(part(page, name)).to_contain_text(words)
