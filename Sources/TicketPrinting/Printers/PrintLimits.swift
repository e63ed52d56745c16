/// How long a printer may take.
package struct PrintLimits: Equatable, Sendable {
    /// To reach the printer, or the CUPS server.
    package var connect: Duration = .seconds(2)
    /// From the first question to the answer, cancelling included.
    package var wholePrint: Duration = .seconds(10)
    /// The last part of ``wholePrint``, kept for cancelling what did not finish.
    package var cancelling: Duration = .seconds(2)

    package init() {}
}
