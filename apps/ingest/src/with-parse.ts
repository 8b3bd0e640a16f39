import type { BoundAdapter } from '@lagebild/feeds/bind.ts'

/** The same format with something around the reading. What it declares may change while it runs. */
export function withParse(adapter: BoundAdapter, parse: BoundAdapter['parse']): BoundAdapter {
	return {
		...adapter,
		get descriptor() {
			return adapter.descriptor
		},
		parse,
	}
}
