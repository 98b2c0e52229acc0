export { effectivePoliciesQuery, identitiesQuery } from './queries.ts'
