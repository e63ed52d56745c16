import Lobby

/// For staff: no screen fits in this window.
func smallWindowPage(texts: ScreenTexts, size: Size) -> Page {
    var page = Page()
    page.text(texts[.smallNow], .attention)
    let needed = [
        "width": String(Size.smallest.width), "height": String(Size.smallest.height),
        "columns": String(size.width), "rows": String(size.height),
    ]
    page.text(texts[.smallNeeded, needed])
    page.isRightToLeft = texts.isRightToLeft
    return page
}
