/// Whether a text can be a mail address: one name, one domain with a dot, 254 characters at most
/// (RFC 5321, 4.5.3.1), nothing that a header line would take for something else.
package func isMailAddress(_ text: String) -> Bool {
    text.utf8.count <= 254
        && text.wholeMatch(
            of: /[A-Za-z0-9.!#$%&'*+\/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]{2,}/
        ) != nil
}
