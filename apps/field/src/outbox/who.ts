import type { Row } from '@lagebild/model/row.ts'

/** The name of whoever said the value that the picture shows. */
export function whoHolds({ fieldBy, sources }: Row, field: string): string | undefined {
	const source = fieldBy?.[field] ?? sources[0]?.source
	return nameOfSource(sources, source)
}

export function nameOfSource(sources: Row['sources'], source: string | undefined): string | undefined {
	return sources.find((one) => one.source === source)?.name
}
