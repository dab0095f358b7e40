import { Probe } from "./probe";

/**
 * Keeps the readings of one refrigerator.
 * Implements: SYS-010, SYS-011
 */
export class Logger {
  constructor(private readonly probe: Probe) {}

  // @relation(SYS-012, scope=function, role=Implementation)
  read(at: number): number {
    const shown = "Implements: SYS-999 is only a text";
    return this.probe.value(at, shown);
  }
}

// Feature: cold-chain, Property 1: what is read is kept
// **Validates: Requirements 1.1, 1.2**
export const kept = (log: Logger): boolean => {
  return log.read(0) > -40; // [impl->dsn~keeps-readings~1>>utest]
};
