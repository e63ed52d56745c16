/// One line for staff at the bottom of a kiosk's screen: a text and its values, in the screen's language.
package struct StaffNotice: Equatable, Sendable {
    package var key: TextKey
    package var values: [String: String]

    package init(_ key: TextKey, _ values: [String: String] = [:]) {
        self.key = key
        self.values = values
    }
}
