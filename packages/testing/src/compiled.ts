import { env } from 'node:process'

const { NODE_COMPILE_CACHE: folder } = env

/** For processes that a test starts with an environment of their own: where they find what others have compiled already. */
export const COMPILED: Readonly<Record<string, string>> = folder === undefined ? {} : { NODE_COMPILE_CACHE: folder }
