/** The few lines of the configuration that connect a source by a mapping file beside it. */
export function configLines(feed: string, file: string): string {
	const lines = {
		id: feed,
		name: feed,
		format: 'mapping',
		options: { file },
		url: 'https://',
		operation: 'base',
		everySeconds: 60,
	}
	return `"feeds": [\n${JSON.stringify(lines, null, '\t').replaceAll(/^/gm, '\t')}\n]\n`
}
