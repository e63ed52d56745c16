import HubStore
import Lobby

/// What is learned from some of the events: read beside the writer, who only keeps what came out.
private struct Lesson: Sendable {
    /// What is kept in the file besides, in this order.
    enum Act: Sendable {
        /// Nil when nobody knows how long it was.
        case conclude(VisitID, real: Double?)
        case forgetOpenAnnouncements
        case forgetAnnouncements(before: Day)
    }

    /// The last event that was learned from before.
    var base: Int
    var learned: Learned
    var acts: [Act] = []
    /// Whether there may be more.
    var hasMore: Bool
}

extension HubCases {
    /// Days for which is kept what people were told.
    private static let announcementDays = 400
    /// So far back an office looks that has not learned yet; what was before says little of today.
    private static let firstLesson: Duration = .seconds(60 * 86_400)
    private static let mostLearned = 2_000

    /// - Returns: Nil when nothing has happened since the last time.
    /// - Throws: An error of the store.
    fileprivate func lesson(in store: HubReading, at now: Instant) throws -> Lesson? {
        let known = try store.learned()
        var learned = known ?? Learned()
        let base = learned.seq
        if known == nil { learned.seq = try store.lastEvent(before: now - Self.firstLesson) }
        let events = try store.eventsToLearn(after: learned.seq, most: Self.mostLearned)
        guard !events.isEmpty else { return nil }
        var lesson = Lesson(base: base, learned: learned, hasMore: events.count == Self.mostLearned)
        var concluded: Set<VisitID> = []
        var isForgotten = false
        for event in events {
            lesson.learned.seq = event.seq
            if let day = event.openedDay {
                lesson.learned.endDay(missed: try store.missedCount(on: day + -1))
                lesson.acts.append(.forgetAnnouncements(before: day + -Self.announcementDays))
            }
            guard let event = event.event else { continue }
            if lesson.learned.isSetBack(before: event) {
                lesson.acts.append(.forgetOpenAnnouncements)
                isForgotten = true
            }
            if event.happening == .call, !isForgotten, concluded.insert(event.visit).inserted,
                let told = try store.openAnnouncement(of: event.visit)
            {
                // Below zero, or of more than half a day: somebody set a clock meanwhile.
                let minutes = Double((event.at - told.at).wholeMilliseconds) / 60_000
                let real = AnnouncedWait.believed.contains(minutes) ? minutes : nil
                lesson.acts.append(.conclude(event.visit, real: real))
                if let real { lesson.learned.band.learn(told.wait, real: real) }
            }
            lesson.learned.learn(event)
        }
        return lesson
    }
}

extension HubTransaction {
    /// Keeps what was learned, unless somebody else has learned meanwhile.
    fileprivate func keep(_ lesson: Lesson) throws {
        guard try learnedSeq() == lesson.base else { return }
        for act in lesson.acts {
            switch act {
            case .conclude(let visit, let real): try conclude(visit, real: real)
            case .forgetOpenAnnouncements: try forgetOpenAnnouncements()
            case .forgetAnnouncements(let day): try forgetAnnouncements(before: day)
            }
        }
        try set(lesson.learned)
    }
}

extension Hub {
    /// Learns from what happened since the last time, in small steps.
    ///
    /// - Throws: An error of the store.
    package func learn() async throws {
        while let lesson = try await read({ try $0.lesson(in: $1, at: $2) }) {
            // Nobody waits for this: it changes no visit.
            try await store.write { try $0.keep(lesson) }
            if !lesson.hasMore { return }
        }
    }
}
