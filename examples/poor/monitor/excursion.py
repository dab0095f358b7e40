"""Opens an excursion when a refrigerator has been too warm or too cold for long enough."""

LOWEST, HIGHEST = 2.0, 8.0  # °C
PATIENCE = 300.0  # s, seemed reasonable


class Watch:
    """Watches one refrigerator. Implements: SYS-010, SYS-013"""

    def __init__(self) -> None:
        self.outside_since: float | None = None

    def excursion(self, temperature: float, now: float) -> bool:
        """Whether an excursion is open at `now` (seconds) with the latest `temperature` (°C). Implements: SYS-017"""
        if LOWEST <= temperature <= HIGHEST:
            self.outside_since = None
            return False
        if self.outside_since is None:
            self.outside_since = now
        return now - self.outside_since >= PATIENCE
