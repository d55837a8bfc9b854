// The API's reference: Swagger UI over the document that the gateway itself serves.
window.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  // Else it asks a service outside whether the document is valid.
  validatorUrl: null,
});
