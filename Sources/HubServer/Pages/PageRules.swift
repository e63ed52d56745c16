import HTTPTypes
import Hummingbird

extension Response {
    /// Tells the browser what a page may load and who may show it: nothing of others, nothing inline.
    ///
    /// - Parameter media: Whether it may play sounds of this hub.
    mutating func guardPage(media: Bool = false) {
        headers[.contentSecurityPolicy] = """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
            connect-src 'self'; \(media ? "media-src 'self'; " : "")form-action 'self'; \
            base-uri 'none'; frame-ancestors 'none'
            """
        headers[.xContentTypeOptions] = "nosniff"
        headers[.referrerPolicy] = "no-referrer"
        // What says itself how long it may be kept, as a style sheet, may be.
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    }
}

extension HTTPField.Name {
    static let secFetchSite = Self("Sec-Fetch-Site") ?? .origin
    fileprivate static let referrerPolicy = Self("Referrer-Policy") ?? .referer
}
