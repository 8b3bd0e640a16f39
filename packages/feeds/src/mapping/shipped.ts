import { readFileSync } from 'node:fs'

/** Mappings that come with the program, each with samples and a test. */
export const SHIPPED = ['autobahn-closures', 'divera', 'divera-alarm', 'gdacs', 'gdacs-rss', 'mastodon', 'usgs'] as const
export type Shipped = (typeof SHIPPED)[number]

export function shippedText(name: Shipped): string {
	return readFileSync(new URL(`shipped/${name}.json`, import.meta.url), 'utf8')
}
