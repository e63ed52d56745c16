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
    (
        1_166,
        "an appointment left the queue because the paper of one of its two check-ins never came"
    ),
    (1_232, "a hub restored to before its kiosks had letters gave theirs to others"),
    (2_029, "a number made void that only a lost disk knew"),
    (2_111, "one of two check-ins was handed back, and the other one waited for ever"),
    (2_235, "a second check-in after midnight was put to the visit of the day before"),
    (2_242, "a number called by voice whose visit came for the next day"),
    (2_551, "a fresh file that knew no hub's clock yet"),
    (202_032, "a check-in called before the hub was restored, which forgot the call"),
    (203_643, "a number called by voice whose kiosk's clock had turned the day too early"),
    (206_530, "a letter that both the restored hub and the old image of its kiosk had forgotten"),
    (207_809, "a second check-in after the turn of the day, before anybody asked the hub"),
    (502_874, "a question for a number that came twice, before and after the hub was restored"),
    (
        600_116,
        "numbers of the day before, sent again to a restored hub by a kiosk with a wrong clock"
    ),
    (602_669, "the same, while the kiosk did not know of the new day yet"),
    (603_646, "a program's number in the very moment of the backup"),
    (700_791, "a question for a number that came twice, before and after the turn of the day"),
    (661_380, "a restored hub that gave away letters of the time after its backup"),
    (255, "a hand-back that only the lost disk knew"),
    (922_052, "a check-in for an appointment that the restored hub still had as held"),
]
