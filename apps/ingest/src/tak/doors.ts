import { readFile } from 'node:fs/promises'

import { TakConfig } from '@lagebild/config/tak.ts'
import * as z from 'zod'

import { openDoor } from './door.ts'
import type { Door, DoorPorts } from './door.ts'

const Keyed = z.array(TakConfig.extend({ key: z.string().min(1).max(200) }))

/** Opens what the file names, each by itself: a port that is taken closes that door only. @throws when the file is none of ours */
export async function openDoors(file: string | undefined, ports: Omit<DoorPorts, 'sources'>): Promise<readonly Door[]> {
	if (file === undefined) return []
	const all = Keyed.parse(JSON.parse(await readFile(file, 'utf8'))).filter(({ enabled }) => enabled)
	const sources = new Set<string>(all.map(({ id }) => id))
	const opened = await Promise.all(
		all.map(async (tak) => {
			try {
				const door = await openDoor(tak, { ...ports, sources })
				ports.log.info({ tak: tak.id, port: door.port, udpPort: door.udpPort }, 'open for TAK')
				return door
			} catch (error) {
				ports.log.error({ tak: tak.id, reason: error instanceof Error ? error.message : 'unknown' }, 'not open for TAK')
				return undefined
			}
		}),
	)
	return opened.flatMap((door) => door ?? [])
}
