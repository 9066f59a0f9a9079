/** The name under which the demonstration is reached; `.test` never exists in the real DNS (RFC 6761 §6.2). */
export const demoHost = 'demo.gatehouse.test'
