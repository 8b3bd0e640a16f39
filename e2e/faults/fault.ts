import type { Cluster, Node } from '@lagebild/testing/cluster.ts'
import type { Random } from '@lagebild/testing/faults/random.ts'

import type { TestClock } from './clock.ts'
import type { Sender } from './deliver.ts'
import type { SmallDisk } from './disk.ts'
import type { Ledger } from './ledger.ts'
import type { Viewer } from './viewer.ts'

/** - `one`: a hub with SQLite; - `disk`: the same on a small file system; - `cluster`: several with PostgreSQL and Redis. */
export type Place = 'one' | 'disk' | 'cluster'

/** What a fault may lay hands on. */
export type Stage = {
	readonly cluster: Cluster
	readonly nodes: readonly [Node, ...Node[]]
	readonly clock: TestClock | undefined
	readonly disk: SmallDisk | undefined
	readonly random: Random
	readonly operation: string
	readonly ledger: Ledger
	readonly viewers: readonly Viewer[]
	/** Credentials whose words the fault may use itself. */
	readonly senders: readonly [Sender, ...Sender[]]
	/** What the fault expected and did not see. */
	readonly broken: (complaint: string) => void
	/** How long a fault lasts that has a length of its own, ms. */
	readonly lasts: (ms: number) => number
}

export type Fault = {
	readonly name: string
	readonly place: Place
	/** Begins it and ends it. */
	readonly run: (stage: Stage) => Promise<void>
	/** Hubs may end by themselves; without it every end but SIGKILL is a defect. */
	readonly mayEnd?: boolean
	/** Lines of a hub's log at level error that belong to it. */
	readonly allows?: RegExp
	/** Times are another then, and are not compared. */
	readonly timesDiffer?: boolean
}
