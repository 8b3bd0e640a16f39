import * as z from 'zod'

/**
 * Import this before any schema in a page under a content policy: zod then never tries to compile code.
 * After the first schema exists it is too late, and each try is a policy violation.
 */
z.config({ jitless: true })
