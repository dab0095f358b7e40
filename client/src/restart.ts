/** Restarts, one at a time: while one runs, all that are asked for meanwhile become one that follows it. */
export class RestartQueue {
  private running: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(private readonly restart: () => Promise<void>) {}

  /** Ask for a restart. Fulfilled when a restart that began after the call has ended; rejected with its error. */
  ask(): Promise<void> {
    if (this.running === undefined) return this.run();
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        return this.run();
      });
    return this.next;
  }

  private run(): Promise<void> {
    const mine = this.restart().finally(() => {
      if (this.running === mine) this.running = undefined;
    });
    this.running = mine;
    return mine;
  }
}
