const BROWSERS = [
	[/Edg\//, 'Edge'],
	[/OPR\//, 'Opera'],
	[/Firefox\//, 'Firefox'],
	[/SamsungBrowser\//, 'Samsung Internet'],
	[/HeadlessChrome\/|Chrome\/|CriOS\//, 'Chrome'],
	[/Safari\//, 'Safari'],
] as const
const SYSTEMS = [
	[/Windows/, 'Windows'],
	[/iPhone|iPad/, 'iOS'],
	[/Android/, 'Android'],
	[/Mac OS X/, 'macOS'],
	[/CrOS/, 'ChromeOS'],
	[/Linux/, 'Linux'],
] as const

export type Agent = { readonly browser: string; readonly system: string | undefined }

/** Browser and system as people call them; undefined: the browser names neither. */
export function agentOf(said: string | undefined): Agent | undefined {
	const browser = named(BROWSERS, said)
	return browser === undefined ? undefined : { browser, system: named(SYSTEMS, said) }
}

function named(known: readonly (readonly [RegExp, string])[], said = ''): string | undefined {
	return known.find(([sign]) => sign.test(said))?.[1]
}
