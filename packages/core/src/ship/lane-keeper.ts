import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Adopted,
  type Adopter,
  adoptAbandoned,
  discardEpoch,
  listAdopted,
  removeEpochDirectory,
} from '../spool/adoption.ts';
import { gapMarkFile, readGapMark } from '../spool/gap-mark.ts';
import { ownerFile, touchOwner } from '../spool/owner.ts';
import { rootsOf } from '../spool/spool-places.ts';
import type { Lane } from './lane.ts';
import type { FoundGap } from './messages.ts';
import { type LaneTools, openAdoptedLane, openOwnLane } from './open-lane.ts';

export interface LaneKeeperOptions {
  readonly tools: LaneTools;
  newestRingFile(): number;
  /** Called with what a dead process had dropped; answer with {@link LaneKeeper.noted}. */
  onGap(gap: FoundGap, directory: string): void;
}

interface AdoptedLane {
  readonly lane: Lane;
  readonly directories: readonly string[];
  readonly gapMarks: Set<string>;
}

/** Knows the lanes of this process: its own and those of dead processes that it took over. */
export class LaneKeeper {
  readonly own: Lane;
  readonly #options: LaneKeeperOptions;
  readonly #adopter: Adopter;
  readonly #adopted = new Map<string, AdoptedLane>();

  constructor(options: LaneKeeperOptions) {
    const { tools, newestRingFile } = options;
    const { config, owner } = tools;
    this.#options = options;
    this.#adopter = { epoch: config.epoch, owner, roots: rootsOf(config.places) };
    this.own = openOwnLane(tools, newestRingFile);
  }

  get lanes(): readonly Lane[] {
    return [this.own, ...[...this.#adopted.values()].map(({ lane }) => lane)];
  }

  /**
   * Takes over what dead processes left. Cheap if there is nothing.
   *
   * @throws the failure if something could not be taken over. Everything else was.
   */
  adopt(): void {
    try {
      adoptAbandoned(this.#adopter);
    } finally {
      for (const adopted of listAdopted(this.#adopter)) {
        // A directory found later for an epoch in hand waits until that lane is finished.
        if (!this.#adopted.has(adopted.epoch)) this.#open(adopted);
      }
    }
  }

  /** Removes the traces of a dead process's lane that has nothing left to deliver. */
  finish(lane: Lane): void {
    const adopted = this.#adopted.get(lane.epoch);
    if (adopted?.lane !== lane || !lane.drained || adopted.gapMarks.size > 0) return;
    lane.close();
    this.#adopted.delete(lane.epoch);
    const homes = this.#adopter.roots.map(({ path }) => this.#homeBelow(path, lane.epoch));
    for (const directory of [...adopted.directories, ...homes]) removeEpochDirectory(directory);
  }

  /** The `gap` entry for a mark is recorded, so the mark has done its work. */
  noted(directory: string): void {
    rmSync(join(directory, gapMarkFile), { force: true });
    for (const { gapMarks } of this.#adopted.values()) gapMarks.delete(directory);
  }

  /** Shows other processes that this one lives. */
  beat(): void {
    for (const directory of this.#ownDirectories()) {
      if (existsSync(directory)) touchOwner(directory, this.#adopter.owner);
    }
  }

  /** Lets go of everything. What is left belongs to nobody, so that the next process takes it. */
  close(): void {
    for (const lane of this.lanes) lane.close();
    const { roots, epoch } = this.#adopter;
    if (this.#isDone()) {
      for (const root of roots) discardEpoch(root, epoch);
      return;
    }
    for (const directory of this.#ownDirectories()) {
      rmSync(join(directory, ownerFile), { force: true });
    }
  }

  // What a full spool could not take is still in the ring, and a gap that found no room in its mark.
  #isDone(): boolean {
    if (this.own.waiting > 0 || !this.own.emptied || this.#adopted.size > 0) return false;
    return this.#ownDirectories().every((directory) => readGapMark(directory) === null);
  }

  #open(adopted: Adopted): void {
    const lane = openAdoptedLane(this.#options.tools, adopted);
    const gapMarks = new Set<string>();
    this.#adopted.set(adopted.epoch, { lane, directories: adopted.directories, gapMarks });
    for (const directory of adopted.directories) {
      const gap = readGapMark(directory);
      if (gap === null) continue;
      gapMarks.add(directory);
      this.#options.onGap({ ...gap, epoch: adopted.epoch }, directory);
    }
  }

  #ownDirectories(): readonly string[] {
    return this.#adopter.roots.map((root) => join(root.path, this.#adopter.epoch));
  }

  #homeBelow(root: string, epoch: string): string {
    return join(root, this.#adopter.epoch, 'adopted', epoch);
  }
}
