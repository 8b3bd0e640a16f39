import { useEffect, useState } from 'react'
import type { FunctionComponent } from 'react'

/** A component that is fetched when it is wanted. Once it is there it stands at once, so that no key that is typed meanwhile is lost. */
export type Fetched<P> = { readonly prepare: () => void; readonly Component: FunctionComponent<P> }

export function fetched<P extends object>(load: () => Promise<FunctionComponent<P>>): Fetched<P> {
	let held: FunctionComponent<P> | undefined
	const fetch = async () => (held ??= await load())
	const Component = (props: P) => {
		const [Shown, setShown] = useState(() => held)
		useEffect(() => {
			if (Shown) return
			void fetch().then((come) => setShown(() => come))
		}, [Shown])
		return Shown ? <Shown {...props} /> : null
	}
	return { prepare: () => void fetch(), Component }
}
