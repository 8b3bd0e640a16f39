import { FmsMeanings } from '@lagebild/model/fms.ts'
import type { FmsScheme } from '@lagebild/model/fms.ts'
import * as z from 'zod'

import { ask } from '../device/hub.ts'

const Config = z.object({ fms: z.record(z.string(), z.unknown()) })

/** What the organisations mean by the statuses that are not the same everywhere; undefined when the hub did not say. */
export async function readScheme(token: string): Promise<FmsScheme | undefined> {
	const config = await ask('/api/v1/config', Config, { token })
	return config?.ok ? schemeOf(config.value.fms) : undefined
}

/** Leaves out what a newer hub may have made of a scheme that this page cannot read. */
export function schemeOf(said: Readonly<Record<string, unknown>>): FmsScheme {
	/** Made here: the chunk that holds the schema may be read after this one. */
	const loose = FmsMeanings.strip()
	return Object.fromEntries(
		Object.entries(said).flatMap(([whose, item]) => {
			const read = loose.safeParse(item)
			return read.success ? [[whose, read.data] as const] : []
		}),
	)
}
