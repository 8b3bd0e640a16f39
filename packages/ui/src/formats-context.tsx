import { createContext, useContext, useMemo } from 'react'
import type { ReactNode } from 'react'

import { createFormats } from './formats.ts'
import type { Formats, Language } from './formats.ts'

const Context = createContext<Formats>(createFormats('de', 'Europe/Berlin'))

type Props = { readonly language: Language; readonly timeZone: string; readonly children: ReactNode }

export function FormatsProvider({ language, timeZone, children }: Props) {
	const formats = useMemo(() => createFormats(language, timeZone), [language, timeZone])
	return <Context value={formats}>{children}</Context>
}

export function useFormats(): Formats {
	return useContext(Context)
}
