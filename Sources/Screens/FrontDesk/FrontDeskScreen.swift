package import Lobby

extension FrontDeskDialogue {
    /// One line of a list, by columns.
    private struct Line {
        var first: String
        var text: String
        var note: String
        var isQuiet = false
    }

    /// What a mode shows: a heading, a list or fields, and its keys.
    private struct Sheet {
        var heading: String
        var lines: [Line] = []
        var empty = ""
        var keys: [(String, TextKey)] = []
        var hasSelection = true
    }

    package func screen(size: Size, at moment: Moment) -> Screen {
        guard size.holds(.smallest) else {
            let page = smallWindowPage(texts: texts, size: size)
            return Screen(
                grid: PageLayout(page, size: size).grid(),
                spoken: page.spoken { $0.name }
            )
        }
        let sheet = sheet(at: moment)
        var canvas = Canvas(size: size, isRightToLeft: texts.isRightToLeft)
        drawBar(on: &canvas, at: moment)
        canvas.text(sheet.heading, row: 1, column: 1, width: size.width - 2, style: .bold)
        canvas.rule(row: 2, column: 1, width: size.width - 2)
        let keyRows = keyRows(sheet.keys, width: size.width)
        let (sentence, isAttention) = shownSentence
        let words = wrapped(sentence, to: size.width - 2).suffix(3)
        let last = size.height - keyRows.count - max(1, words.count)
        draw(sheet, on: &canvas, rows: 3..<last)
        if sheet.hasSelection, sheet.lines.count > last - 3 {
            // There is more than is seen.
            let place = " \(selected + 1)/\(sheet.lines.count)"
            canvas.textAtEnd(place, row: 2, margin: 1)
        }
        for (index, line) in words.enumerated() {
            canvas.text(
                line,
                row: last + index,
                column: 1,
                style: isAttention ? .attention : .bold
            )
        }
        for (index, keys) in keyRows.enumerated() {
            let row = size.height - keyRows.count + index
            canvas.bar(row: row)
            canvas.text(keys, row: row, column: 1, style: .reverse)
        }
        return Screen(grid: canvas.grid, spoken: spoken(sheet))
    }

    private func drawBar(on canvas: inout Canvas, at moment: Moment) {
        canvas.bar(row: 0)
        let now = time(hubTime(at: moment))
        let title = texts[.frontTitle] + " · " + office.name[texts.language]
        let room = canvas.size.width - 3 - cellWidth(of: now)
        canvas.text(title, row: 0, column: 1, width: room, style: .reverse)
        canvas.textAtEnd(now, row: 0, margin: 1, style: .reverse)
    }

    private func draw(_ sheet: Sheet, on canvas: inout Canvas, rows: Range<Int>) {
        if sheet.lines.isEmpty {
            return canvas.text(sheet.empty, row: rows.lowerBound, column: 1)
        }
        // The chosen line is always seen.
        let first = sheet.hasSelection ? max(0, selected - rows.count + 1) : 0
        let width = sheet.lines.map { cellWidth(of: $0.first) }.max() ?? 0
        for (row, index) in zip(rows, first..<sheet.lines.count) {
            let line = sheet.lines[index]
            let isChosen = sheet.hasSelection && index == selected
            let style: Style = isChosen ? .reverse : line.isQuiet ? .dim : .plain
            if isChosen { canvas.bar(row: row) }
            canvas.text(
                line.first,
                row: row,
                column: 1,
                style: isChosen ? .reverse : line.isQuiet ? .dim : .bold
            )
            let room = canvas.size.width - width - 4 - cellWidth(of: line.note) - 1
            canvas.text(line.text, row: row, column: width + 3, width: room, style: style)
            canvas.textAtEnd(line.note, row: row, margin: 1, style: style)
        }
    }

    /// The keys on as few rows as hold them.
    private func keyRows(_ keys: [(String, TextKey)], width: Int) -> [String] {
        keys.reduce(into: [String]()) { rows, key in
            let word = "\(key.0) \(texts[key.1])"
            if let last = rows.last, cellWidth(of: last) + 3 + cellWidth(of: word) <= width - 2 {
                rows[rows.count - 1] = last + "   " + word
            } else {
                rows.append(word)
            }
        }
    }

    private func spoken(_ sheet: Sheet) -> String {
        var page = Page()
        page.text(sheet.heading)
        if sheet.hasSelection, sheet.lines.indices.contains(selected) {
            let line = sheet.lines[selected]
            page.text([line.first, line.text, line.note].joined(separator: ", "))
        } else {
            for line in sheet.lines { page.text(line.first + ", " + line.text) }
            if sheet.lines.isEmpty { page.text(sheet.empty) }
        }
        if !shownSentence.words.isEmpty { page.text(shownSentence.words) }
        return page.spoken { $0.name }
    }

    // MARK: What each mode shows

    private func sheet(at moment: Moment) -> Sheet {
        switch mode {
        case .day: daySheet
        case .code(let digits):
            Sheet(
                heading: texts[.frontCode, ["digits": grouped(digits) + "_"]],
                empty: texts[.codeHint],
                keys: [("Esc", .frontBack)],
                hasSelection: false
            )
        case .number(let appointment, let typed):
            Sheet(
                heading: texts[.frontNumber, ["typed": typed + "_"]],
                lines: [
                    Line(
                        first: dayTime(appointment.start),
                        text: errandsText(appointment.errands),
                        note: ""
                    )
                ],
                keys: [("Enter", .frontMatch), ("Esc", .frontBack)],
                hasSelection: false
            )
        case .appointment(let appointment, _): sheet(of: appointment)
        case .service(let form, let filter, let persons):
            serviceSheet(form, filter: filter, persons: persons)
        case .times(let form, let days, let place, let moving):
            timesSheet(form, days, place, moving)
        case .person(let form, let field): personSheet(form, field: field)
        case .access: accessSheet(access)
        case .callbacks: callbackSheet
        case .newCallback(let phone, let wish, let field):
            Sheet(
                heading: texts[.frontNewCallback],
                lines: fields([(.frontPhone, phone), (.frontWish, wish)], field),
                keys: [("Tab", .frontField), ("Enter", .frontSave), ("Esc", .frontBack)],
                hasSelection: false
            )
        }
    }

    private static let freedShown = 3

    private var daySheet: Sheet {
        let appointments = day?.appointments ?? []
        let here = appointments.count { $0.state == .checkedIn }
        let count = ["here": String(here), "count": String(appointments.count)]
        let name = day.map { texts.name(of: $0.day) } ?? ""
        var heading = day == nil ? texts[.deskStarting] : "\(name)   \(texts[.frontCount, count])"
        let freed = day?.freed ?? []
        if !freed.isEmpty {
            let times = freed.prefix(Self.freedShown).map(time).joined(separator: ", ")
            heading += "   " + texts[.frontFreed, ["times": times]]
        }
        return Sheet(
            heading: heading,
            lines: appointments.map { appointment in
                Line(
                    first: time(appointment.start),
                    text: [errandsText(appointment.errands), appointment.name, appointment.phone]
                        .filter { !$0.isEmpty }.joined(separator: " · "),
                    note: stateText(appointment),
                    isQuiet: appointment.state != .booked
                )
            },
            empty: day == nil ? "" : texts[.frontEmpty],
            keys: [
                ("b", .frontBook), ("t", .frontByPhone), ("0-9", .frontByCode),
                ("c", .frontCheckIn), ("z", .frontMatch),
                ("v", .frontMove), ("x", .frontCancel), ("Enter", .frontCodes),
                ("r", .frontCallbacks), ("w", .frontAccess), ("←→", .frontDay),
                ("h", .frontToday), ("q", .deskQuit),
            ]
        )
    }

    private func stateText(_ appointment: DeskAppointment) -> String {
        switch appointment.state {
        case .booked, .held:
            office.isOpen(at: appointment.start)
                ? expectedText(appointment) : texts[.frontClosedThen]
        case .checkedIn: texts[.frontHere]
        case .missed, .expired: texts[.frontMissed]
        case .cancelled: texts[.frontCancelledState]
        }
    }

    private func expectedText(_ appointment: DeskAppointment) -> String {
        guard let now = day?.asOf, appointment.start <= now else { return texts[.listExpected] }
        let isDue = now < appointment.start + office.policy.grace
        return texts[isDue ? .frontDue : .frontLate]
    }

    private func sheet(of appointment: DeskAppointment) -> Sheet {
        let when = dayTime(appointment.start)
        var lines = [Line(first: when, text: "", note: stateText(appointment))]
        // Before the rest, so that they are seen in a small window, too.
        if let code = appointment.code, let change = appointment.change {
            for (key, code) in [(TextKey.bookedCode, code), (.bookedChange, change)] {
                let words = texts[key, ["code": grouped(code)]]
                lines.append(Line(first: words, text: "", note: ""))
            }
        }
        lines.append(Line(first: errandsText(appointment.errands), text: "", note: ""))
        let person = [appointment.name, appointment.phone].filter { !$0.isEmpty }
        if !person.isEmpty {
            lines.append(Line(first: person.joined(separator: " · "), text: "", note: ""))
        }
        let documents = office.services.documents(for: appointment.errands)
        if !documents.isEmpty { lines.append(Line(first: texts[.frontBring], text: "", note: "")) }
        lines += documents.map { Line(first: "– " + $0[texts.language], text: "", note: "") }
        return Sheet(
            heading: texts[.frontAppointment],
            lines: lines,
            keys: [
                ("c", .frontCheckIn), ("v", .frontMove), ("x", .frontCancel), ("p", .frontPrint),
                ("Esc", .frontBack),
            ],
            hasSelection: false
        )
    }

    private func serviceSheet(_ form: BookingForm, filter: String, persons: Int) -> Sheet {
        var heading = texts[.frontService, ["typed": filter + "_", "count": String(persons)]]
        if !form.errands.isEmpty { heading = errandsText(form.errands) + " + " + heading }
        return Sheet(
            heading: heading,
            lines: services(filter).map { service in
                Line(
                    first: service.name[texts.language],
                    text: "",
                    note: texts[.listWaited, ["count": String(service.plannedMinutes * persons)]]
                )
            },
            empty: texts[.frontNoService],
            keys: [
                ("↑↓", .frontChoose), ("←→", .frontPersons), ("+", .frontAdd),
                ("Enter", .frontTimes), ("Esc", .frontBack),
            ]
        )
    }

    private func timesSheet(
        _ form: BookingForm,
        _ days: [FreeTimes],
        _ place: Int,
        _ moving: DeskAppointment?
    ) -> Sheet {
        guard days.indices.contains(place) else {
            return Sheet(
                heading: errandsText(form.errands),
                keys: [("Esc", .frontBack)],
                hasSelection: false
            )
        }
        let free = days[place]
        return Sheet(
            heading: "\(texts.name(of: free.day))   \(errandsText(form.errands))",
            lines: free.starts.map { Line(first: time($0), text: "", note: "") },
            keys: [
                ("↑↓", .frontChoose), ("0-9", .frontHour), ("←→", .frontDay),
                ("Enter", moving == nil ? .frontTake : .frontMove), ("Esc", .frontBack),
            ]
        )
    }

    private func personSheet(_ form: BookingForm, field: Int) -> Sheet {
        let when = form.start.map(dayTime) ?? ""
        return Sheet(
            heading: "\(when)   \(errandsText(form.errands))",
            lines: fields([(.frontName, form.name), (.frontPhone, form.phone)], field),
            keys: [("Tab", .frontField), ("Enter", .frontBook), ("Esc", .frontBack)],
            hasSelection: false
        )
    }

    private func fields(_ fields: [(TextKey, String)], _ chosen: Int) -> [Line] {
        fields.enumerated().map { index, field in
            Line(
                first: texts[field.0],
                text: field.1 + (index == chosen ? "_" : ""),
                note: "",
                isQuiet: index != chosen
            )
        }
    }

    private func accessSheet(_ view: AccessView?) -> Sheet {
        let names = Channel.allCases.map { texts[$0.text] }
        func cells(_ text: (Channel) -> String) -> String {
            zip(Channel.allCases, names).map { channel, name in
                let cell = text(channel)
                return String(repeating: " ", count: max(0, name.count - cell.count)) + cell
            }.joined(separator: "  ")
        }
        let lines = view.map { view in
            [
                Line(first: "", text: "", note: names.joined(separator: "  ")),
                Line(
                    first: "",
                    text: texts[.frontPromised],
                    note: cells { view.promised[$0].map(String.init) ?? "" }
                ),
            ]
                + view.lines.map { line in
                    Line(
                        first: "",
                        text: office.services[line.service]?.name[texts.language] ?? line.service,
                        note: cells { channel in
                            guard let cell = line.cells[channel] else { return "" }
                            return (cell.days.map(String.init) ?? "–") + (cell.isMissed ? "!" : "")
                        }
                    )
                } + [
                    Line(first: "", text: "", note: ""),
                    Line(first: "", text: texts[.frontAccessHint], note: ""),
                ]
        }
        return Sheet(
            heading: texts[.frontAccessTitle],
            lines: lines ?? [],
            keys: [("Esc", .frontBack)],
            hasSelection: false
        )
    }

    private var callbackSheet: Sheet {
        Sheet(
            heading: texts[.frontCallbacksTitle],
            lines: callbacks.map { line in
                let day = texts.values(of: office.time.date(at: line.at))
                return Line(
                    first: line.phone,
                    text: line.wish,
                    note: "\(day["day"] ?? "").\(day["monthNumber"] ?? "")., \(time(line.at))"
                )
            },
            empty: texts[.frontNoCallbacks],
            keys: [
                ("n", .frontNew), ("Enter", .frontBook), ("e", .frontDone), ("Esc", .frontBack),
            ]
        )
    }

    private func time(_ instant: Instant) -> String {
        office.time.timeOfDay(at: instant).description
    }
}
