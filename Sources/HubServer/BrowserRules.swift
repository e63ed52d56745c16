import HTTPTypes

extension HTTPFields {
    /// What every answer to a browser has: only this site's own files, nothing inline, no other site's
    /// frame around it, nothing kept.
    mutating func addBrowserRules() {
        self[.contentSecurityPolicy] = """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
            connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
            """
        self[.xContentTypeOptions] = "nosniff"
        self[.referrerPolicy] = "no-referrer"
        self[.cacheControl] = "no-store"
    }
}

extension HTTPField.Name {
    /// Whether another site's page asks (W3C Fetch Metadata).
    static let secFetchSite = Self("Sec-Fetch-Site") ?? .origin
    static let referrerPolicy = Self("Referrer-Policy") ?? .referer
}
