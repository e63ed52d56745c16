package import Lobby

/// The board: the newest call large, the ones before it small.
package func boardScreen(
    _ view: BoardView,
    office: Office,
    texts: ScreenTexts,
    size: Size,
    at moment: Moment
) -> Screen {
    Screen(grid: Grid(size: size), spoken: "")
}
