import path from 'node:path'

import * as z from 'zod'

export const PaperConfig = z
	.strictObject({
		folder: z
			.string()
			.max(1_000)
			.optional()
			.describe(
				'Where papers lie, best on another machine or a stick; absent: the folder paper in the data folder; empty: none are written.',
			),
		everyMinutes: z.number().min(1).max(1_440).default(15).describe('Pause between two papers of an operation, minutes.'),
		keep: z.int().min(1).max(10_000).default(96).describe('So many of each operation stay; the oldest go when there are more.'),
		language: z.enum(['de', 'en']).default('de').describe('Language of the headings; what people said stays as they said it.'),
	})
	.default({ everyMinutes: 15, keep: 96, language: 'de' })
	.describe('The situation as a file for paper, for when all else fails (docs/operations.md).')

export type PaperSettings = Omit<z.infer<typeof PaperConfig>, 'folder'> & {
	/** Absolute; undefined when none are written. */
	readonly folder: string | undefined
	/** In the data folder, where we make it. A folder that somebody named may be a disk that is not there. */
	readonly ours: boolean
}

export function settlePaper({ folder, ...config }: z.infer<typeof PaperConfig>, dataFolder: string): PaperSettings {
	if (folder === undefined) return { ...config, folder: path.join(dataFolder, 'paper'), ours: true }
	return { ...config, folder: folder === '' ? undefined : path.resolve(folder), ours: false }
}
