package monitor;

/** Tries the logger. */
class LoggerTest {
    @Test
    @Requirements({"SYS-010", "SYS-011"})
    @SVCs("SVC_001")
    void keepsReadings() {
        assertEquals(4, new Logger().read(0)); // lobster-trace: monitor.keeps_readings
    }
}
