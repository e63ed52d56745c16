import Lobby

/// How bad a run is: what fails how often.
///
/// Drawn from the seed, so that calm and wild runs both occur.
struct Weather: Equatable {
    /// Part of the messages that get lost on the way there, or on the way back.
    var drop: Double
    var lostAnswer: Double
    var duplicate: Double
    /// Part of the messages that are held up for a long time.
    var late: Double
    /// How long a link stays whole and stays cut, in milliseconds at most; 0 means never cut.
    var wholeFor: Int64
    var cutFor: Int64
    /// The chance of a crash at one boundary.
    var kioskCrash: Double
    var hubCrash: Double
    /// The chance that a kiosk's clock is set, at each look.
    var clockJump: Double
    var printerTrouble: Double
    /// The part of the crashes in which the power goes, and with it what was not flushed.
    var powerCuts: Double
    /// The hub's disk dies, and its last backup is put back.
    var hubDiskDies: Bool
    /// The chance of each kiosk that its disk is damaged, copied to another machine, or put back to
    /// an old state.
    var diskTrouble: Double
    /// How often a clerk calls a number by voice that the hub may not know.
    var voiceCalls: Double
    var kiosks: Int
    /// People who book an appointment, before the day and during it.
    var appointments: Int
    /// How many milliseconds after the beginning the business day changes; nil for not in this run.
    var dayChange: Int64?
    /// Whether appointments are booked as people do it, by every channel at once and with too few
    /// slots for all.
    var isRushForSlots: Bool
    /// Whether clerks park, put back, merge and take back, beside calling and finishing.
    var clerksChange: Bool

    init(_ chance: inout Chance) {
        // From a chance of its own, so that worlds without the rush have the story they always had.
        var own = Chance(seed: ~chance.state)
        let wildness = chance.fraction()
        drop = wildness * chance.fraction() * 0.3
        lostAnswer = wildness * chance.fraction() * 0.3
        duplicate = chance.fraction() * 0.1
        late = wildness * chance.fraction() * 0.1
        wholeFor = chance.between(5_000, 240_000)
        cutFor = chance.happens(0.3) ? 0 : chance.between(1_000, 180_000)
        kioskCrash = chance.happens(0.2) ? 0 : wildness * chance.fraction() * 0.03
        hubCrash = chance.happens(0.3) ? 0 : wildness * chance.fraction() * 0.02
        clockJump = chance.happens(0.5) ? 0 : 0.05
        printerTrouble = chance.happens(0.3) ? 0 : 0.2
        powerCuts = chance.fraction()
        hubDiskDies = chance.happens(0.3)
        diskTrouble = chance.happens(0.4) ? 0.4 : 0
        voiceCalls = chance.happens(0.5) ? 0 : 0.05
        kiosks = Int(chance.skewed(1, 9))
        appointments = Int(chance.between(0, 12))
        dayChange = chance.happens(0.35) ? chance.between(30_000, 450_000) : nil
        isRushForSlots = dayChange == nil && own.happens(0.3)
        if isRushForSlots { appointments = 24 }
        clerksChange = own.happens(0.5)
    }
}
