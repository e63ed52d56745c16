import Testing

/// The built program on real parts; one test at a time, because they share the machine's cores.
@Suite(.serialized, .timeLimit(.minutes(5))) enum EndToEnd {}
