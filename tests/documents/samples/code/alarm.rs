//! Rings when a reading is out of range.

// r[impl alarm.range]
pub fn rings(reading: f32) -> bool {
    !(2.0..=8.0).contains(&reading)
}

// @Rings out of range, TEST_ALARM_1, test, [SYS_ALARM_1]
#[cfg(test)]
mod tests {
    // r[verify alarm.range+2]
    #[test]
    fn rings_when_warm() {
        assert!(super::rings(9.0)); // @need-ids: SYS_ALARM_1, SYS_ALARM_2
    }
}
