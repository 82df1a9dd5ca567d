// Before the tests: gets what they need beyond npm packages. Nothing yet: node-llama-cpp and everything else
// come from `npm install`.
