/** The interface's themes; `night` paints everything in one channel of red. */
export type Theme = 'dark' | 'light' | 'sun' | 'night'

const TOKENS = {
	ground: '--ground',
	surface: '--surface-1',
	surface2: '--surface-2',
	edge: '--edge',
	text1: '--text-1',
	text2: '--text-2',
	text3: '--text-3',
	accent: '--accent',
	old: '--old',
	lost: '--lost',
	inverse: '--inverse',
	onInverse: '--on-inverse',
	focus: '--focus',
	focusGap: '--focus-gap-c',
	sev1: '--sev-1',
	sev2: '--sev-2',
	sev3: '--sev-3',
	sev4: '--sev-4',
	sev5: '--sev-5',
	sev1Line: '--sev-1-line',
	sev2Line: '--sev-2-line',
	sev3Line: '--sev-3-line',
	sev4Line: '--sev-4-line',
	sev5Line: '--sev-5-line',
	sevRingIn: '--sev-ring-in',
	sevRingOut: '--sev-ring-out',
	land: '--map-land',
	built: '--map-built',
	water: '--map-water',
	shore: '--map-shore',
	road: '--map-road',
	roadCase: '--map-road-case',
	rail: '--map-rail',
	grid: '--map-grid',
	border: '--map-border',
	dike: '--map-dike',
	label: '--map-label',
	label2: '--map-label-2',
	labelWater: '--map-label-water',
	halo: '--map-halo',
	haloWater: '--map-halo-water',
} as const

type TokenName = keyof typeof TOKENS

/** Colours of one theme as CSS values, and the family of the interface's font. */
export type Palette = { readonly [N in TokenName]: string } & { readonly font: string; readonly theme: Theme }

/** @param value reads a custom property, as `getComputedStyle(element).getPropertyValue` does. */
export function readPalette(theme: Theme, value: (property: string) => string): Palette {
	const read = (name: TokenName) => value(TOKENS[name]).trim() || 'currentcolor'
	const colours: Record<TokenName, string> = { ...TOKENS }
	for (const name of tokenNames()) colours[name] = read(name)
	return { ...colours, theme, font: value('--font').trim() || 'sans-serif' }
}

function tokenNames(): readonly TokenName[] {
	return Object.keys(TOKENS).filter((name): name is TokenName => name in TOKENS)
}
