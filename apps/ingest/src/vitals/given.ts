type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** Only what is there: a key whose value is undefined is none. */
export function given<T extends object>(values: T): Given<T>
export function given(values: object): object {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
