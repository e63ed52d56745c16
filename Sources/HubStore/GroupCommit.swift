import Dispatch
import Foundation
import GRDB
import Statements
import Synchronization

/// The one writer of the hub: first in, first out, many pieces of work in one flush.
///
/// While one group is being flushed the next one gathers. On a disk that flushes slowly a group is
/// held open until as many wait as were in flight before, for those just answered often come again;
/// but only for a part of the last flush's time. That makes groups larger and all faster.
final class GroupCommit: Sendable {
    /// Pieces of work in one transaction at most.
    static let largestGroup = 128
    /// The part of the last flush's time that a group is left open at most, and when that pays.
    private static let openShare = 0.8
    private static let slowFlush: Duration = .milliseconds(1)
    /// How often it is looked meanwhile whether all are there.
    private static let looks = 10

    private struct Line {
        var waiting: [any Piece] = []
        /// Pieces in flight when the last group was on disk: its own and those behind it.
        var lastInFlight = 0
        var isRunning = false
        var gone: HubStoreError?
    }

    private let writer: any DatabaseWriter
    private let queue = DispatchQueue(label: "hub.writer", qos: .userInitiated)
    private let line = Mutex(Line())
    private let lastFlush = Mutex(Duration.zero)
    private let transaction: HubTransaction

    init(writer: any DatabaseWriter, transaction: HubTransaction) {
        self.writer = writer
        self.transaction = transaction
    }

    func write<Value: Sendable>(
        _ work: @escaping @Sendable (HubTransaction) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let piece = WorkPiece(work: work, continuation: continuation)
            let (mustStart, gone) = line.withLock { line -> (Bool, HubStoreError?) in
                if let gone = line.gone { return (false, gone) }
                line.waiting.append(piece)
                defer { line.isRunning = true }
                return (!line.isRunning, nil)
            }
            if let gone { continuation.resume(throwing: gone) }
            if mustStart { queue.async { self.drain() } }
        }
    }

    func writeNow<Value>(_ work: (HubTransaction) throws -> Value) throws -> Value {
        try alone(work)
    }

    /// Pieces of work that wait for the group being flushed.
    var length: Int {
        line.withLock { $0.waiting.count }
    }

    private func drain() {
        while true {
            gather()
            let group = line.withLock { line -> [any Piece] in
                let group = Array(line.waiting.prefix(Self.largestGroup))
                line.waiting.removeFirst(group.count)
                if group.isEmpty { line.isRunning = false }
                return group
            }
            if group.isEmpty { return }
            commit(group)
        }
    }

    /// Leaves the group open for a while where flushes are slow.
    private func gather() {
        let flush = lastFlush.withLock { $0 }
        guard flush > Self.slowFlush else { return }
        let look = flush / .seconds(1) * Self.openShare / Double(Self.looks)
        for _ in 0..<Self.looks {
            let isWhole = line.withLock {
                $0.waiting.count >= min($0.lastInFlight, Self.largestGroup)
            }
            if isWhole { return }
            Thread.sleep(forTimeInterval: look)
        }
    }

    private func commit(_ group: [any Piece]) {
        do {
            try onDisk { try together(group) }
        } catch {
            // Something failed after it had changed the database, or the disk is full: everyone
            // gets a transaction of his own, and only the one at fault an error.
            for piece in group {
                do {
                    try alone { try piece.run($0) }
                } catch {
                    piece.fail(error)
                }
            }
        }
        line.withLock { $0.lastInFlight = group.count + $0.waiting.count }
        for piece in group { piece.answer() }
    }

    private func together(_ group: [any Piece]) throws {
        let clock = ContinuousClock()
        try writer.writeWithoutTransaction { database in
            try transaction.use(database) {
                var start = clock.now
                try database.transaction {
                    for piece in group {
                        let before = database.totalChangesCount
                        do {
                            try piece.run(transaction)
                        } catch {
                            // An error of the database may have ended the transaction.
                            guard database.totalChangesCount == before, !(error is DatabaseError)
                            else { throw error }
                            piece.fail(error)
                        }
                    }
                    start = clock.now
                }
                lastFlush.withLock { $0 = clock.now - start }
            }
        }
    }

    private func alone<Value>(_ work: (HubTransaction) throws -> Value) throws -> Value {
        try onDisk {
            try writer.writeWithoutTransaction { database in
                try transaction.use(database) {
                    try database.transaction { try work(transaction) }
                }
            }
        }
    }

    /// A failed flush ends all writing: what the disk holds is unknown until the next start.
    private func onDisk<Value>(_ work: () throws -> Value) throws -> Value {
        if let gone = line.withLock({ $0.gone }) { throw gone }
        do {
            return try work()
        } catch let error as DatabaseError {
            throw judge(error)
        }
    }

    private func judge(_ error: DatabaseError) -> any Error {
        switch error.resultCode {
        case .SQLITE_FULL: return HubStoreError.full
        case .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_READONLY:
            let gone = HubStoreError.gone(reason: error.message ?? "input/output error")
            line.withLock { $0.gone = gone }
            return gone
        default: return error
        }
    }
}

/// A piece of work in the line: run inside a transaction, answered after the flush.
private protocol Piece: AnyObject, Sendable {
    func run(_ transaction: HubTransaction) throws
    func fail(_ error: any Error)
    func answer()
}

private final class WorkPiece<Value: Sendable>: Piece {
    private let work: @Sendable (HubTransaction) throws -> Value
    private let continuation: CheckedContinuation<Value, any Error>
    private let result = Mutex<Result<Value, any Error>?>(nil)

    init(
        work: @escaping @Sendable (HubTransaction) throws -> Value,
        continuation: CheckedContinuation<Value, any Error>
    ) {
        self.work = work
        self.continuation = continuation
    }

    func run(_ transaction: HubTransaction) throws {
        let value = try work(transaction)
        result.withLock { $0 = .success(value) }
    }

    func fail(_ error: any Error) {
        result.withLock { $0 = .failure(error) }
    }

    func answer() {
        let result = self.result.withLock { $0 }
        continuation.resume(with: result ?? .failure(HubStoreError.gone(reason: "no answer")))
    }
}
