/// Seeds that once showed something that must not be, and what it was.
///
/// Every test run replays them. A change of the simulated world gives a seed another story; it stays
/// here all the same, for it costs a tenth of a second.
let corpus: [(seed: UInt64, was: String)] = [
    (6, "a number reserved before the change of day became void while its event was on the way"),
    (10, "a damaged file whose tables could not be read any more"),
    (86, "the second label of an appointment was a number made void, and blocked its kiosk's log"),
    (118, "the old image of a disk went on with numbers that only the lost one knew"),
    (126, "a number called by voice whose kiosk then lost its disk"),
    (154, "a hub restored after the change of day gave that day's first numbers again"),
    (165, "a second check-in counted for another day than its visitor's"),
    (255, "a hand-back that only the lost disk knew"),
]
